"""The one style sheet: fields, scroll bars, tables, tool tips. All else is painted by components.

Its colours are roles of the palette, so that another theme is another palette and the same sheet: a new sheet makes Qt
look through every widget of every page (300 ms), while those that it speaks of are a few dozen.
"""

from __future__ import annotations

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QSpinBox,
    QTableView,
    QWidget,
)

SHEET = """
QToolTip {{ background: palette(tooltip-base); color: palette(text); border: 1px solid palette(dark);
  padding: 4px 8px; }}
QLineEdit, QPlainTextEdit[field="true"], QTextEdit[field="true"], QComboBox, QSpinBox {{
  background: palette(base); color: palette(text); border: 1px solid palette(dark);
  border-radius: {control}px;
  padding: 0 {s}px; placeholder-text-color: palette(placeholder-text);
  selection-background-color: palette(highlight); selection-color: palette(highlighted-text); }}
QLineEdit, QComboBox, QSpinBox {{ min-height: {inner}px; }}
QLineEdit {{ icon-size: {icon}px; }}
QComboBox::drop-down {{ border: 0; width: {inner}px; }}
QPlainTextEdit[field="true"], QTextEdit[field="true"] {{ padding: {xs}px {xs}px; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QPlainTextEdit[field="true"]:focus,
QTextEdit[field="true"]:focus {{
  border: 2px solid palette(highlight); padding: 0 {s1}px; }}
QPlainTextEdit[field="true"]:focus, QTextEdit[field="true"]:focus {{ padding: {xs1}px {xs1}px; }}
QLineEdit:read-only {{ background: palette(alternate-base); border-color: palette(mid); }}
QLineEdit:disabled {{ background: palette(alternate-base); color: palette(placeholder-text);
  border-color: palette(mid); }}
QLineEdit[bad="true"] {{ border-color: palette(link-visited); }}
QScrollBar:vertical {{ background: transparent; width: {bar}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {bar}px; margin: 0; }}
QScrollBar::handle {{ background: palette(dark); border-radius: 3px; margin: 3px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: palette(placeholder-text); }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QHeaderView, QTableCornerButton::section {{ background: palette(base); border: 0; }}
QHeaderView::section {{ background: palette(base); color: palette(placeholder-text); border: 0;
  border-bottom: 1px solid palette(mid);
  padding: {xs}px {head}px; }}
QTableView {{ background: palette(base); border: 0; gridline-color: palette(mid); outline: 0;
  selection-background-color: palette(midlight); selection-color: palette(text); }}
QListWidget {{ background: palette(base); border: 1px solid palette(mid); border-radius: 6px;
  outline: 0; padding: 4px; }}
QListWidget::item {{ padding: 6px 8px; border-radius: 4px; }}
QListWidget::item:selected {{ background: palette(midlight); color: palette(text); }}
QTableView::item {{ padding: 0 {s}px; border: 0; }}
QSplitter::handle {{ background: transparent; }}
"""

_SPOKEN_OF = (QAbstractScrollArea, QComboBox, QLineEdit, QScrollBar, QSpinBox)
"""By the sheet. (A tool tip is made anew each time.)"""


def polish_anew(widget: QWidget) -> None:
    """After another palette under the same sheet. Qt keeps the colours that it found first, and where there is a sheet
    it passes no palette on from a parent to its children (6.11)."""
    widget.setPalette(widget.palette())  # what is its own stays, all else is asked for anew
    if isinstance(widget, _SPOKEN_OF):
        corners = widget.findChildren(QAbstractButton) if isinstance(widget, QTableView) else []
        for one in (widget, *corners):
            style = one.style()
            style.unpolish(one)
            style.polish(one)

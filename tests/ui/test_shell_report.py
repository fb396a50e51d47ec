"""Report a problem: the report is shown before anything is done with it, and what is shown is what is saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.helpers.frame import Raise, palette_actions
from tests.helpers.paper_desk import full_desk
from ui.shell.report_sheet import ReportSheet


def test_the_palette_leads_to_the_report_which_is_shown_copied_and_saved(
    raised: Raise, tmp_path: Path
) -> None:
    stage = raised(full_desk())
    assert "report" in palette_actions(stage)
    stage.window.act("report")
    sheet = stage.window.sheets.current()
    assert isinstance(sheet, ReportSheet)
    shown = sheet.text.toPlainText()
    assert shown.startswith("On paper\nQt ") and sheet.text.isReadOnly()
    sheet.copy.click()
    assert QApplication.clipboard().text() == shown
    sheet.save_to(tmp_path / "report.txt")
    assert (tmp_path / "report.txt").read_text() == shown and "Saved in report.txt" in sheet.said.text()
    sheet.save_to(tmp_path / "nowhere" / "report.txt")
    assert "cannot be written: there is no such file or folder" in sheet.said.text()
    stage.window.sheets.close_all()
    QApplication.clipboard().clear()


def test_there_is_a_report_before_sign_in(raised: Raise) -> None:
    stage = raised(None)
    stage.window.act("report")
    assert isinstance(stage.window.sheets.current(), ReportSheet)
    stage.window.sheets.close_all()

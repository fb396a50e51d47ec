"""One renderer per content kind: block trees in, widgets out."""

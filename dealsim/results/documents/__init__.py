"""The JSON documents that commands print and keep. Those of an analysis stand beside it, in a `document.py`."""

from dealsim.results.documents.document import Document
from dealsim.results.documents.run import EstimateDocument, RunDocument, run_document

__all__ = ["Document", "EstimateDocument", "RunDocument", "run_document"]

"""The second job as functions: a panel in, a document on diversity beside results out."""

from rating.run.study.files import StudyOptions, study_file

__all__ = ["StudyOptions", "study_file"]

"""What an applicant answers to a scheme, from a file that was filled in by hand."""

from connector.label.answers.model import WHOLE, Answer, Answers
from connector.label.answers.reading import answers_from, read_answers

__all__ = ["WHOLE", "Answer", "Answers", "answers_from", "read_answers"]

"""Training material: courses, quizzes and good practices as data in version control.

Pure: no web, database, clock, environment or network. Courses and practices are built on this package; so
far it holds its errors.
"""

from training_material.errors import TrainingMaterialError

__all__ = ["TrainingMaterialError"]

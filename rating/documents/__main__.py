"""``python -m rating.documents``: the JSON Schema of ``ratings.json`` on standard output."""

import json
import sys

from rating.documents.schema import RatingsDocument

schema = RatingsDocument.model_json_schema(by_alias=True)
schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
sys.stdout.write(json.dumps(schema, indent=2, ensure_ascii=False) + "\n")

"""What all pages and answers share: languages, templates, assets, headers, problems."""

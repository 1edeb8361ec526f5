"""The advisor: from the facts of a project to an approach, with the reasons behind it.

Read in this order: `situation` (the facts), `questions` (what is asked and why), `rules/` (one
small unit per claim), `recommendation` (votes to advice), `page` and `record` (how it is shown).
"""

"""Which files each combination of answers gives: what copier.yml's table must come to."""

from __future__ import annotations

from collections.abc import Mapping

CORE = """
.copier-answers.yml .env.example .github/workflows/ci.yml .github/workflows/template-update.yml
.gitignore Makefile README.md constraints.txt docs/decisions/0001-approach.md mypy.ini
pyproject.toml renovate.json ruff.toml settings.yaml tools/setup_env.py
app/__init__.py app/__main__.py app/answers.py app/assistant.py app/cli.py app/demo.py
app/doctor.py app/errors.py app/interfaces.py app/log.py app/prompt.py app/reference.py
app/schema.py app/settings.py app/show.py app/text.py app/types.py app/wiring.py
app/evaluation/__init__.py app/evaluation/cases.py app/evaluation/checks.py
app/evaluation/metrics.py app/evaluation/run.py
app/models/__init__.py app/models/offline.py
"""
CORE_TESTS = """
tests/conftest.py tests/fakes.py tests/small.py tests/test_alone.py tests/test_answers.py
tests/test_assistant.py tests/test_cli.py tests/test_content.py tests/test_demo.py
tests/test_doctor.py tests/test_log.py tests/test_prompt.py tests/test_reference.py
tests/test_schema.py tests/test_settings.py tests/test_show.py tests/test_text.py
tests/test_types.py
tests/evaluation/test_cases.py tests/evaluation/test_metrics.py tests/evaluation/test_run.py
tests/models/test_offline.py
"""
# The help centre's articles: an HTML page and a PDF only where files are ingested.
ARTICLES = """
data/docs/accessibility.md data/docs/accounts-moving.md data/docs/app-notifications.md
data/docs/billing-plans.md data/docs/carriers.md data/docs/collection-deadlines.md
data/docs/installation.txt data/docs/lost-or-damaged.md data/docs/manager-dashboard.md
data/docs/outages.md data/docs/oversize-parcels.md data/docs/perishable-prohibited.md
data/docs/pickup-codes.md data/docs/refunds.md data/docs/security-lost-phone.md
data/docs/sharing-access.md
evals/cases.yaml prompts/system.md prompts/examples.yaml
"""
OPENAI = "app/models/openai.py tests/models/test_openai.py tests/servers/chat.py"
RAG = """
evals/formats.yaml data/docs/privacy-cameras.html data/docs/returns.pdf
app/rag/__init__.py app/rag/chunk.py app/rag/commands.py app/rag/document.py
app/rag/from_html.py app/rag/from_pdf.py app/rag/ingest.py app/rag/load.py app/rag/parts.py
app/rag/retrieve.py app/rag/support.py app/rag/embedders/__init__.py app/rag/stores/__init__.py
app/rag/stores/sqlite.py
tests/rag/fakes.py tests/rag/pdf.py tests/rag/test_chunk.py tests/rag/test_commands.py
tests/rag/test_document.py tests/rag/test_from_html.py tests/rag/test_from_pdf.py
tests/rag/test_ingest.py tests/rag/test_load.py tests/rag/test_retrieve.py
tests/rag/test_support.py tests/rag/stores/test_sqlite.py
"""
EMBEDDERS = {
    "minilm": """
        app/rag/embedders/minilm.py app/rag/embedders/minilm_export.py
        tests/rag/embedders/test_minilm.py
    """,
    "openai": """
        app/rag/embedders/openai.py tests/rag/embedders/test_openai.py
        tests/servers/embeddings.py
    """,
    "none": "app/rag/embedders/none.py tests/rag/embedders/test_none.py",
}
FINETUNE = """
app/finetune/__init__.py app/finetune/adapter.py app/finetune/base.py app/finetune/commands.py
app/finetune/dataset.py app/finetune/folders.py app/finetune/inference.py
app/finetune/lessons.py app/finetune/parts.py app/finetune/quiet.py app/finetune/reading.py
app/finetune/report.py app/finetune/tiny.py app/finetune/tiny_chat_template.txt
app/finetune/tiny_tokenizer.py
app/finetune/training.py app/finetune/tuned.py
app/finetune/trainers/__init__.py app/finetune/trainers/trl.py
app/tracking/__init__.py app/tracking/none.py
tests/finetune/labels.py tests/finetune/test_dataset.py tests/finetune/test_folders.py
tests/finetune/test_lessons.py tests/finetune/test_reading.py tests/finetune/test_report.py
tests/finetune/test_training.py
tests/finetune/trainers/plain_chat_template.txt tests/finetune/trainers/test_trl.py
"""
ROWS = """
data/rows/train.jsonl data/rows/heldout.jsonl evals/form.yaml prompts/label.md
prompts/label.schema.json
"""
HYBRID = """
app/grounded/__init__.py app/grounded/commands.py app/grounded/questions.py
app/grounded/rows.py tests/grounded/test_rows.py
data/grounded/questions.yaml data/grounded/train.jsonl data/grounded/heldout.jsonl
prompts/form.md prompts/reply.schema.json prompts/replies.yaml
"""


def expected_files(answers: Mapping[str, str]) -> set[str]:
    """Return the exact file set for these answers; what is not answered has its default."""
    approach = answers["approach"]
    parts = [CORE, CORE_TESTS]
    if answers.get("provider") == "openai":
        parts.append(OPENAI)
    if approach in {"rag", "hybrid"}:
        parts += [RAG, EMBEDDERS[answers.get("embedder", "minilm")]]
    if approach in {"finetune", "hybrid"}:
        parts.append(FINETUNE)
    parts.append(ROWS if approach == "finetune" else ARTICLES)
    if approach == "hybrid":
        parts.append(HYBRID)
    return set(" ".join(parts).split())

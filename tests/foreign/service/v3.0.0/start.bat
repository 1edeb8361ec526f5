@echo off
python -X utf8 -m service

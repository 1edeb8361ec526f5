@echo off
python -m service

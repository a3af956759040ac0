"""The order of the stages: poll, list, fetch, extract, relate, assess, settle, record, route, render, deliver."""

"""How an engine means to answer a query: read from its own EXPLAIN."""

from typing import Any

from storage.engine.statements import Statement, Tx, _converted


def plan(tx: Tx, statement: Statement[Any], /, **params: Any) -> str:
    """Return the plan of a statement, a step a line."""
    how = "EXPLAIN QUERY PLAN" if tx.dialect.name == "sqlite" else "EXPLAIN"
    written = statement._compile(tx.dialect, params)
    named = written.fixed | params
    values = _converted([named[name] for name in written.names], written.encoders)
    cursor = tx.connection.cursor()
    try:
        cursor.execute(f"{how} {written.sql}", values)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
    finally:
        cursor.close()

"""People and their personal tokens. A token is told once, when it is made; the database keeps its hash."""

from __future__ import annotations

from flask import Response
from sqlalchemy import insert, select, update

from hdclient.model.ids import new_id
from hdclient.model.person import Person, Role
from hdclient.platform.auth import new_token, token_hash
from hdclient.platform.database import Write
from hdclient.platform.paging import PageQuery, page
from hdclient.platform.problems import Refusal, not_found
from hdclient.platform.routes import ADMINS, OPERATIONS, ById, Params, Routes, reply
from hdclient.platform.schema import people, tokens
from hdclient.platform.state import here
from hdclient.wire.admin import PeopleReply, PersonIn, PersonReply, RevokeReply, TokenReply
from hdclient.wire.base import Id

ROUTES = Routes("people")


class TokenPath(Params):
    """An address with a person and a token in it."""

    id: Id
    token_id: Id


@ROUTES.add("GET", "/v1/people", roles=OPERATIONS, answers=PeopleReply, problems=(404,))
def list_people(query: PageQuery) -> Response:
    """Everybody on this platform."""
    with here().read() as connection:
        rows, cursor = page(connection, select(people), people.c.seq, query)
    items = tuple(Person(id=row.id, name=row.name, role=Role(row.role)) for row in rows)
    return reply(PeopleReply, items=items, next_cursor=cursor)


@ROUTES.add("POST", "/v1/people", roles=ADMINS, answers=PersonReply, status=201, problems=(409,))
def add_person(body: PersonIn) -> Response:
    """Makes a person. The same person again is answered as the first time."""
    person = Person(id=body.id, name=body.name, role=body.role)
    with here().write() as write:
        store_person(write, person, here().now_ms())
    return reply(PersonReply, status=201, person=person)


@ROUTES.add("POST", "/v1/people/<id>/tokens", roles=ADMINS, answers=TokenReply, status=201, problems=(404,))
def issue_token(path: ById) -> Response:
    """Makes a token. It is in this reply only; each call makes another one."""
    with here().write() as write:
        token_id, token = store_token(write, path.id, here().now_ms())
    return reply(TokenReply, status=201, token_id=token_id, token=token)


@ROUTES.add("DELETE", "/v1/people/<id>/tokens/<token_id>", roles=ADMINS, answers=RevokeReply, problems=(404,))
def revoke_token(path: TokenPath) -> Response:
    """The token opens nothing any more, from the next request on. Safe to repeat."""
    with here().write() as write:
        known = write.execute(
            select(tokens.c.id).where(tokens.c.id == path.token_id, tokens.c.person_id == path.id)
        ).first()
        if known is None:
            raise not_found("token")
        revoke(write, path.token_id, here().now_ms())
    return reply(RevokeReply, token_id=path.token_id, revoked=True)


def store_person(write: Write, person: Person, now_ms: int) -> bool:
    """Stores a person; False when the very same one is there already. Raises Refusal 409."""
    row = write.execute(select(people).where(people.c.id == person.id)).one_or_none()
    if row is not None:
        if Person(id=row.id, name=row.name, role=Role(row.role)) == person:
            return False
        raise Refusal(409, "id-taken", "There is another person with this id.")
    write.execute(
        insert(people).values(id=person.id, name=person.name, role=str(person.role), created_ms=now_ms)
    )
    return True


def store_token(write: Write, person_id: str, now_ms: int) -> tuple[str, str]:
    """Makes a token for a person: (its id, the token). Raises Refusal 404."""
    if write.execute(select(people.c.id).where(people.c.id == person_id)).first() is None:
        raise not_found("person")
    token_id, token = new_id(), new_token()
    write.execute(
        insert(tokens).values(id=token_id, person_id=person_id, sha256=token_hash(token), created_ms=now_ms)
    )
    return token_id, token


def revoke(write: Write, token_id: str, now_ms: int) -> None:
    """Closes a token. A token that is closed already stays closed as it was."""
    write.execute(
        update(tokens).where(tokens.c.id == token_id, tokens.c.revoked_ms.is_(None)).values(revoked_ms=now_ms)
    )

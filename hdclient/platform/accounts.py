"""Accounts as plain functions on an app, for the command line, the demo and tests. No HTTP here."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import Flask
from sqlalchemy import select

from hdclient.errors import ConfigError
from hdclient.model.ids import new_id
from hdclient.model.person import Person, Role
from hdclient.platform.auth import token_hash
from hdclient.platform.campaigns import join
from hdclient.platform.people import revoke, store_person, store_token
from hdclient.platform.problems import Refusal
from hdclient.platform.schema import campaigns, people, tokens
from hdclient.platform.state import ALL_CAMPAIGNS, platform_of

__all__ = ["ALL_CAMPAIGNS", "add_account", "create_person", "issue_token", "list_people", "revoke_token"]


def create_person(
    app: Flask, name: str, role: Role, *, person_id: str = "", campaign_ids: Iterable[str] = ()
) -> Person:
    """Makes a person, or returns the one with this very id, name and role; adds the memberships.

    `campaign_ids` may hold ALL_CAMPAIGNS: every campaign, those to come included. Raises ConfigError.
    """
    platform = platform_of(app)
    if not name.strip() or len(name) > 200:
        raise ConfigError("A person needs a name of at most 200 characters.")
    if person_id and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}", person_id):
        raise ConfigError("A person's id has up to 64 letters, digits, dots, colons, hyphens or underscores.")
    person = Person(id=person_id or new_id(), name=name, role=role)
    with platform.write() as write:
        try:
            store_person(write, person, platform.now_ms())
        except Refusal as refusal:
            raise ConfigError(refusal.detail, "Nothing was changed.") from None
        for campaign_id in campaign_ids:
            known = write.execute(select(campaigns.c.id).where(campaigns.c.id == campaign_id)).first()
            if campaign_id != ALL_CAMPAIGNS and known is None:
                raise ConfigError(f"There is no campaign with the id {campaign_id}.", "Nothing was changed.")
            join(write, campaign_id, person.id)
    return person


def issue_token(app: Flask, person_id: str) -> str:
    """A new token for a person; nobody can read it again. Raises ConfigError for an unknown person."""
    platform = platform_of(app)
    with platform.write() as write:
        try:
            return store_token(write, person_id, platform.now_ms())[1]
        except Refusal:
            # Not the refusal's own words: they are for those who may not know who is there.
            raise ConfigError(
                f"There is no person with the id {person_id}.",
                "No token was made.",
                "“hdclient accounts list” shows everybody with their ids.",
            ) from None


def people_named(app: Flask, name: str) -> tuple[Person, ...]:
    """Those who have this name already, however it is capitalised or spaced."""
    wanted = " ".join(name.split()).casefold()
    return tuple(one for one in list_people(app) if " ".join(one.name.split()).casefold() == wanted)


def add_account(app: Flask, name: str, role: Role, campaign: str = "all") -> tuple[Person, str]:
    """What `hdclient accounts add` does: a person, their membership ("all", "none" or a campaign's id), a token."""
    wanted = {"all": (ALL_CAMPAIGNS,), "none": (), "": ()}.get(campaign, (campaign,))
    person = create_person(app, name, role, campaign_ids=wanted)
    return person, issue_token(app, person.id)


def revoke_token(app: Flask, token: str) -> bool:
    """Closes a token (the token itself, or its id); False when there is none like it."""
    platform = platform_of(app)
    with platform.write() as write:
        token_id = write.execute(
            select(tokens.c.id).where((tokens.c.sha256 == token_hash(token)) | (tokens.c.id == token))
        ).scalar()
        if token_id is None:
            return False
        revoke(write, token_id, platform.now_ms())
        return True


def list_people(app: Flask) -> tuple[Person, ...]:
    """Everybody, in the order in which they came."""
    with platform_of(app).read() as connection:
        rows = connection.execute(select(people).order_by(people.c.seq)).all()
    return tuple(Person(id=row.id, name=row.name, role=Role(row.role)) for row in rows)

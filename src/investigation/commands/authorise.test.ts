import { describe, expect, test } from '@jest/globals';
import { type AuthorisationFacts, authorise, type LivePermission } from './authorise.ts';
import { COMMAND_REFUSALS, sayRefusal } from './command-refusal.ts';

const ADA = { id: 7, login: 'ada', type: 'User' };
const EVE = { id: 8, login: 'eve', type: 'User' };
const AT = '2026-03-02T09:00:00Z';
const GOOD: AuthorisationFacts = {
  seen: { sender: ADA, author: ADA, throughApp: false, bodyHash: 'h1' },
  live: { author: ADA, throughApp: false, bodyHash: 'h1', createdAt: AT, updatedAt: AT },
  permission: { permission: 'write', roleName: 'write' },
};

const PERMISSIONS: readonly (readonly [string, LivePermission | undefined, boolean])[] = [
  ['admin', { permission: 'admin', roleName: 'admin' }, true],
  ['maintain', { permission: 'write', roleName: 'maintain' }, true],
  ['write', { permission: 'write', roleName: 'write' }, true],
  ['a custom role on write', { permission: 'write', roleName: 'release manager' }, true],
  ['a custom role on admin', { permission: 'admin', roleName: 'owner of all' }, true],
  ['triage', { permission: 'read', roleName: 'triage' }, false],
  ['triage that claims write', { permission: 'write', roleName: 'triage' }, false],
  ['read', { permission: 'read', roleName: 'read' }, false],
  ['read that claims admin', { permission: 'admin', roleName: 'read' }, false],
  ['a custom role on read', { permission: 'read', roleName: 'write' }, false],
  ['none', { permission: 'none', roleName: 'none' }, false],
  ['none that claims write', { permission: 'write', roleName: 'none' }, false],
  ['the old name maintain', { permission: 'maintain', roleName: 'maintain' }, false],
  ['an empty answer', { permission: '', roleName: '' }, false],
  ['capitals', { permission: 'WRITE', roleName: 'WRITE' }, false],
  ['a name of Object', { permission: 'constructor', roleName: 'constructor' }, false],
  ['removed between check and write', undefined, false],
];

const seen = (change: Partial<AuthorisationFacts['seen']>) => (facts: AuthorisationFacts) => ({
  ...facts,
  seen: { ...facts.seen, ...change },
});
const live = (change: Partial<NonNullable<AuthorisationFacts['live']>>) => (facts: AuthorisationFacts) => ({
  ...facts,
  live: facts.live && { ...facts.live, ...change },
});

const SITUATIONS: readonly (readonly [string, (facts: AuthorisationFacts) => AuthorisationFacts, boolean])[] = [
  ['a person', (facts) => facts, true],
  ['a bot', seen({ sender: { ...ADA, type: 'Bot' }, author: { ...ADA, type: 'Bot' } }), false],
  ['a bot that the comment calls a person', seen({ sender: { ...ADA, type: 'Bot' } }), false],
  ['a mannequin', seen({ sender: { ...ADA, type: 'Mannequin' }, author: { ...ADA, type: 'Mannequin' } }), false],
  ['an organisation', seen({ sender: { ...ADA, type: 'Organization' } }), false],
  ['an account without a type', seen({ sender: { ...ADA, type: '' } }), false],
  ['an account that is gone', seen({ author: null }), false],
  ['somebody else as sender', seen({ sender: EVE }), false],
  ['somebody else as author', seen({ author: EVE }), false],
  ['the same login with another id', seen({ author: { ...ADA, id: 9 } }), false],
  ['an App in the name of a person', seen({ throughApp: true }), false],
  ['a comment that is gone', (facts) => ({ ...facts, live: undefined }), false],
  ['a comment whose author is gone now', live({ author: null }), false],
  ['a comment by another now', live({ author: EVE }), false],
  ['a comment by a bot now', live({ author: { ...ADA, type: 'Bot' } }), false],
  ['a comment through an App now', live({ throughApp: true }), false],
  ['an edited comment', live({ updatedAt: '2026-03-02T09:00:01Z' }), false],
  ['a comment with another body', live({ bodyHash: 'h2' }), false],
];

const table = SITUATIONS.flatMap(([who, change, person]) =>
  PERMISSIONS.map(([role, permission, mayWrite]) => ({
    name: `${who}, ${role}`,
    facts: change({ ...GOOD, permission }),
    allowed: person && mayWrite,
  })),
);

test('the table has at least 200 rows, and few of them are allowed', () => {
  expect(table.length).toBeGreaterThanOrEqual(200);
  expect(table.filter(({ allowed }) => allowed)).toHaveLength(5);
});

test.each(table)('$name: $allowed', ({ facts, allowed }) => {
  expect(authorise(facts).allowed).toBe(allowed);
});

test('only an administrator is told to be one', () => {
  expect(authorise({ ...GOOD, permission: { permission: 'admin', roleName: 'admin' } })).toEqual({
    allowed: true,
    isAdmin: true,
  });
  expect(authorise(GOOD)).toEqual({ allowed: true, isAdmin: false });
});

describe('a refusal', () => {
  test.each(COMMAND_REFUSALS)('%s has a sentence of its own, or silence', (reason) => {
    const said = COMMAND_REFUSALS.map((one) => JSON.stringify(sayRefusal(one)));
    const own = JSON.stringify(sayRefusal(reason));
    expect(said.filter((other) => other === own)).toHaveLength(
      own === undefined ? said.filter((other) => other === undefined).length : 1,
    );
  });

  test('of a program is never answered', () => {
    expect(sayRefusal('not-a-person')).toBeUndefined();
    expect(sayRefusal('through-an-app')).toBeUndefined();
    expect(sayRefusal('no-write-access')).toBeDefined();
  });
});

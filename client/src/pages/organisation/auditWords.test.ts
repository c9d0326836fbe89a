import { createInstance } from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import { auditNames } from '@plenum/shared/api/organisation/auditNames';
import service from '../service/words/en.json';
import organisation from './words/en.json';
import { wordsOfChange } from './auditWords.ts';

const words = createInstance();
beforeAll(() =>
  words.init({ lng: 'en', resources: { en: { organisation, service } }, interpolation: { escapeValue: false } }),
);

const said = (what: string, detail = '', aboutName?: string) =>
  wordsOfChange(
    { what, about: 'id', detail, ...(aboutName !== undefined && { aboutName }) },
    words.getFixedT('en', 'organisation'),
    words.getFixedT('en', 'service'),
  );

it.each(auditNames)('%s has words, not its own name', (name) => {
  expect(said(name, '', 'Yard')).not.toContain(name);
  expect(said(name, '', 'Yard')).not.toContain('{{');
});

it('names the record and what of it changed', () => {
  expect(said('space:change', 'title settings', 'Yard')).toBe('changed the space Yard (title, settings)');
  expect(said('organisation:changeMember', 'host', 'Ben')).toBe('changed the role of Ben (Host)');
  expect(said('organisation:createKey', 'spaceRead')).toBe('created an API key (Read spaces)');
  expect(said('organisation:rule', 'tier micro suspended')).toBe(
    'changed what the organisation may use (tier, micro, suspended)',
  );
  expect(said('plan:create', 'an-id', 'Yard')).toBe('planned a meeting in Yard');
  expect(said('space:renewCode', 'member', 'Yard')).toBe('made a new code for Yard (for members)');
});

it('shows the name of a change that it does not know', () => {
  expect(said('robot:dance', 'twice')).toBe('robot:dance twice');
});

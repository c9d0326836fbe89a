import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { Metrics } from '../src/metrics/Metrics.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'docs', 'deploy');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

describe('the files for deploying', () => {
  it('name only variables that README.md has', () => {
    const known = new Set(readFileSync(join(root, 'README.md'), 'utf8').match(/PLENUM_[A-Z_]+[A-Z]/g));
    for (const name of readdirSync(folder)) {
      const named = (read(name).match(/PLENUM_[A-Z_]+[A-Z]/g) ?? []).map((variable) => variable.replace(/_FILE$/, ''));
      expect([name, named.filter((variable) => !known.has(variable))]).toEqual([name, []]);
    }
  });

  it('README.md lists each of them', () => {
    const listed = read('README.md');
    const others = readdirSync(folder).filter((name) => name !== 'README.md');
    expect(others.filter((name) => !listed.includes(`(${name})`))).toEqual([]);
  });

  it('the form of the settings, and the composition, have no secret in them', () => {
    for (const name of ['plenum.env.example', 'compose.yaml', 'plenum.service', 'Containerfile']) {
      expect(read(name)).not.toMatch(/(SECRET|TOKEN|CREATE_KEY|PASSWORD|DATABASE_URL)[=:] *[^\s/%]/);
    }
  });

  it('the dashboard shows only metrics that the server has', async () => {
    const Dashboard = z.object({ panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })) })) });
    const { panels } = Dashboard.parse(JSON.parse(read('grafana.json')));
    const metrics = new Metrics();
    metrics.onAnswered({ route: 'page', method: 'GET', status: 200, seconds: 1 });
    const text = await metrics.text();
    const names = panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => expr.match(/\b(plenum|nodejs|process)_\w+/g) ?? []),
    );
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !text.includes(`# TYPE ${name.replace(/_(bucket|count|sum)$/, '')} `))).toEqual([]);
  });

  // The rules of hadolint that a person would ask about first; hadolint itself is not in Debian.
  it('the image is built without the usual faults', () => {
    const text = read('Containerfile').replaceAll('\\\n', ' ');
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines.filter((line) => line.startsWith('FROM')).every((line) => /:[\w.-]+( AS \w+)?$/.test(line))).toBe(
      true,
    );
    for (const line of lines.filter((one) => one.includes('apt-get install'))) {
      for (const part of ['apt-get update', '--yes', '--no-install-recommends', 'rm -rf /var/lib/apt/lists/*']) {
        expect(line).toContain(part);
      }
    }
    expect(text).not.toMatch(/\b(sudo|ADD|MAINTAINER|chmod 777|:latest)\b/);
    expect(lines.findLast((line) => line.startsWith('USER'))).toBe('USER plenum');
    for (const line of lines.filter((one) => /^(CMD|ENTRYPOINT)/.test(one))) expect(line).toMatch(/^CMD \[/);
  });

  const verify = '/usr/bin/systemd-analyze';
  it.skipIf(!existsSync(verify) || !existsSync('/usr/bin/npm'))('systemd accepts the unit', () => {
    const said = execFileSync(verify, ['verify', '--man=no', join(folder, 'plenum.service')], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    expect(said).toBe('');
  });
});

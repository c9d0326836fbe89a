import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { withDerivedKeys } from './roomKeys.ts';

/** The server's derivation (gateway/http/roomKeys.ts). */
function below(key: string, label: string): string {
  return createHmac('sha256', key).update(label).digest().subarray(0, 24).toString('base64url');
}

it('makes the lower keys as the server does, and never a higher one', async () => {
  const host = 'a-host-key-of-thirty-two-letters';
  const moderator = below(host, 'plenum moderator');
  const member = below(moderator, 'plenum member');
  expect(await withDerivedKeys({ host })).toEqual({ host, moderator, member });
  expect(await withDerivedKeys({ moderator })).toEqual({ moderator, member });
  expect(await withDerivedKeys({ member })).toEqual({ member });
});

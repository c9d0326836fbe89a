import { setUp } from './setup/setUp.mjs';
import { command } from './support/command.mjs';

// All that `npm start` would set up, but for what belongs to one machine: its data folder and its certificate.
await command(async (out) => {
  await setUp({ out, wanted: ['worker', 'client'] });
  out.say('✓ Everything that a start needs is here');
});

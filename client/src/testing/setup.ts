import './headless.ts';
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// Ends what hangs; nothing is asserted about time, and a test machine may be busy with other things.
configure({ asyncUtilTimeout: 15_000 });

// Hooks run in reverse order: a test's own come before, and the check of what is left comes after.
afterEach(cleanup);

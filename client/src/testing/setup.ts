import { configure } from '@testing-library/react';

// Ends what hangs; nothing is asserted about time, and a test machine may be busy with other things.
configure({ asyncUtilTimeout: 15_000 });

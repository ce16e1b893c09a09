import { config } from 'zod';

/** No code is made from texts here: the page's policy refuses it, and zod would try. To be imported before any schema. */
config({ jitless: true });

import { column } from './grid.ts';

column('stalled');

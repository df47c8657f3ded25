import { column } from './grid.ts';

column('babbling');

import { ALL, column } from './grid.ts';

column('killed', ALL);

import { playScripts } from './played-scripts.ts';

playScripts('policy');

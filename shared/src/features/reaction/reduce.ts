import { reducer } from '../../core/reducer.ts';
import { reaction } from './contract.ts';

export const reduceReaction = reducer(reaction, { initial: {}, on: {} });

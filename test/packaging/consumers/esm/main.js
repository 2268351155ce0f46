import * as core from '@wehook/core'
import { toFetchHandler } from '@wehook/core/fetch'
import { toNodeHandler } from '@wehook/core/node'
import { mount as mountExpress } from '@wehook/express'
import * as testing from '@wehook/testing'
import express from 'express'
import scenario from './scenario.cjs'

await scenario({ core, toFetchHandler, toNodeHandler, mountExpress, testing, express })

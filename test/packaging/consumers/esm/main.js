import * as client from '@wehook/client'
import * as core from '@wehook/core'
import * as coreFetch from '@wehook/core/fetch'
import * as coreNode from '@wehook/core/node'
import * as mountExpress from '@wehook/express'
import * as mountFastify from '@wehook/fastify'
import * as mountKoa from '@wehook/koa'
import * as redis from '@wehook/redis'
import * as sqlite from '@wehook/sqlite'
import * as testing from '@wehook/testing'
import express from 'express'
import fastify from 'fastify'
import Koa from 'koa'
import scenario from './scenario.cjs'

const mounts = { express: mountExpress.mount, koa: mountKoa.mount, fastify: mountFastify.mount }
const frameworks = { express, fastify, Koa }
await scenario({ client, core, ...coreFetch, ...coreNode, mounts, redis, sqlite, testing, frameworks })

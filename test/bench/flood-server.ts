import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createReceiver } from '@wehook/core'
import { mount } from '@wehook/express'
import express from 'express'
import { options } from './push.js'

const receiver = createReceiver({ ...options, logger: false })
receiver.on('unauthorized', () => {})
const server = createServer(express().use('/wechat', mount(receiver)))
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => process.exit())

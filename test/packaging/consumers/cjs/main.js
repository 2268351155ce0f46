const core = require('@wehook/core')
const { toFetchHandler } = require('@wehook/core/fetch')
const { toNodeHandler } = require('@wehook/core/node')
const { mount: mountExpress } = require('@wehook/express')
const testing = require('@wehook/testing')
const express = require('express')
const scenario = require('./scenario.cjs')

scenario({ core, toFetchHandler, toNodeHandler, mountExpress, testing, express })

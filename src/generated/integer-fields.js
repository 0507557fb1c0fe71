// Generated from openapi.yaml by scripts/generate.ts; never edited.
export const integerFields = {
  "getConfiguration": {
    "gasPrice": true,
    "maxBlockCount": true,
    "startBlock": true,
    "paymentThresholds": {
      "thresholdIntervalSec": true,
      "debtThresholdGwei": true,
      "paymentGracePeriodSec": true,
      "maturityThresholdSec": true,
      "permanentDebtAllowedGwei": true,
      "unbanBelowGwei": true
    },
    "ratePack": {
      "routingByteRate": true,
      "routingServiceRate": true,
      "exitByteRate": true,
      "exitServiceRate": true
    },
    "scanIntervals": {
      "pendingPayableSec": true,
      "payableSec": true,
      "receivableSec": true
    }
  },
  "queryConfiguration": {
    "gasPrice": true,
    "maxBlockCount": true,
    "startBlock": true,
    "paymentThresholds": {
      "thresholdIntervalSec": true,
      "debtThresholdGwei": true,
      "paymentGracePeriodSec": true,
      "maturityThresholdSec": true,
      "permanentDebtAllowedGwei": true,
      "unbanBelowGwei": true
    },
    "ratePack": {
      "routingByteRate": true,
      "routingServiceRate": true,
      "exitByteRate": true,
      "exitServiceRate": true
    },
    "scanIntervals": {
      "pendingPayableSec": true,
      "payableSec": true,
      "receivableSec": true
    }
  },
  "getFinancials": {
    "statsOpt": {
      "totalUnpaidAndPendingPayableGwei": true,
      "totalPaidPayableGwei": true,
      "totalUnpaidReceivableGwei": true,
      "totalPaidReceivableGwei": true
    },
    "queryResultsOpt": {
      "payableOpt": {
        "*": {
          "ageS": true,
          "balanceGwei": true
        }
      },
      "receivableOpt": {
        "*": {
          "ageS": true,
          "balanceGwei": true
        }
      }
    }
  },
  "queryFinancials": {
    "statsOpt": {
      "totalUnpaidAndPendingPayableGwei": true,
      "totalPaidPayableGwei": true,
      "totalUnpaidReceivableGwei": true,
      "totalPaidReceivableGwei": true
    },
    "queryResultsOpt": {
      "payableOpt": {
        "*": {
          "ageS": true,
          "balanceGwei": true
        }
      },
      "receivableOpt": {
        "*": {
          "ageS": true,
          "balanceGwei": true
        }
      }
    }
  },
  "putExitLocation": {
    "exitCountrySelection": {
      "*": {
        "priority": true
      }
    }
  },
  "applyAndListExitLocation": {
    "exitCountrySelection": {
      "*": {
        "priority": true
      }
    }
  }
};

/**
 * A script in R that makes the report's main figures again from `analysis.csv`, and prints one a line: name, group, value. It
 * needs R and its package `survival`, and nothing of ours.
 */
export const SCRIPT_IN_R = `# Makes the main figures of the statistical report again from analysis.csv.
# Run it in the folder of that file: Rscript figures.R
suppressPackageStartupMessages(library(survival))
d <- read.csv("analysis.csv", stringsAsFactors = FALSE)
show <- function(name, group, value) {
  value <- if (length(value) == 0) NA else as.numeric(value)
  cat(name, group, if (is.na(value)) "NA" else sprintf("%.12g", value), sep = ",", fill = TRUE)
}
curve <- function(name, data, time, event) {
  for (group in sort(unique(data$group))) {
    own <- data[data$group == group, ]
    fit <- survfit(Surv(own[[time]], own[[event]] > 0) ~ 1, conf.type = "log-log")
    at <- summary(fit, times = 184, extend = TRUE)
    show(paste0(name, ".survival"), group, at$surv)
    show(paste0(name, ".lower"), group, if (at$surv %in% c(0, 1)) NA else at$lower)
    show(paste0(name, ".upper"), group, if (at$surv %in% c(0, 1)) NA else at$upper)
  }
  if (length(unique(data$group)) == 2) {
    surv <- Surv(data[[time]], data[[event]] > 0)
    test <- if (length(unique(data$stratum)) > 1) survdiff(surv ~ group + strata(stratum), data = data)
            else survdiff(surv ~ group, data = data)
    show(paste0(name, ".log-rank.p"), "both", test$pvalue)
  }
}
curve("primary", d, "time", "status")
curve("mortality", d, "deathTime", "deathStatus")
for (group in sort(unique(d$group))) {
  own <- d[d$group == group, ]
  aj <- survfit(Surv(time, factor(status, 0:2)) ~ 1, data = own)
  show("amputation.incidence", group, summary(aj, times = 184, extend = TRUE)$pstate[, 2])
  counted <- own[own$windowClosed == 1 & own$evaluable == 1, ]
  show("proportion.events", group, sum(counted$status > 0))
  show("proportion.patients", group, nrow(counted))
}
`;

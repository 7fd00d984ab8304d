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
    # Not estimable where the last patient was observed for a shorter time, and the curve has not reached 0.
    isLong <- max(own[[time]]) >= 181 || min(fit$surv) == 0
    mean <- if (isLong && min(own[[time]]) <= 181) summary(fit, rmean = 181)$table["rmean"] else if (isLong) 181 else NA
    show(paste0(name, ".restricted-mean"), group, mean)
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
if (any(d$perProtocol == 1)) curve("per-protocol", d[d$perProtocol == 1, ], "time", "status")
# What is missing: the window has closed, and no contact tells.
missing <- d$windowClosed == 1 & d$evaluable == 0 & d$status == 0 & d$time < 184
pooled <- length(unique(d$group)) < 2
taken <- function(isEvent) {
  t <- d
  t$status[missing & isEvent] <- 2
  t$time[missing & !isEvent] <- 184
  t
}
curve("missing-as-events", taken(rep(TRUE, nrow(d))), "time", "status")
curve("missing-as-no-events", taken(rep(FALSE, nrow(d))), "time", "status")
curve("missing-worst-case", taken(pooled | d$group == "cells"), "time", "status")
for (group in sort(unique(d$group))) {
  own <- d[d$group == group, ]
  aj <- survfit(Surv(time, factor(status, 0:2)) ~ 1, data = own)
  show("amputation.incidence", group, summary(aj, times = 184, extend = TRUE)$pstate[, 2])
  counted <- own[own$windowClosed == 1 & own$evaluable == 1, ]
  n <- nrow(counted)
  kinds <- list(endpoint = counted$status > 0, amputation = counted$status == 1, death = counted$deathStatus == 1)
  for (kind in names(kinds)) {
    x <- sum(kinds[[kind]])
    name <- paste0("proportion.", kind)
    show(paste0(name, ".events"), group, x)
    show(paste0(name, ".patients"), group, n)
    limits <- if (n > 0) binom.test(x, n)$conf.int else c(NA, NA)
    show(paste0(name, ".lower"), group, limits[1])
    show(paste0(name, ".upper"), group, limits[2])
  }
}
groups <- sort(unique(d$group))
counted <- d[d$windowClosed == 1 & d$evaluable == 1, ]
if (length(groups) == 2 && all(groups %in% counted$group)) {
  for (kind in c("endpoint", "amputation", "death")) {
    had <- switch(kind, endpoint = counted$status > 0, amputation = counted$status == 1, death = counted$deathStatus == 1)
    n <- sapply(groups, function(group) sum(counted$group == group))
    x <- sapply(groups, function(group) sum(had[counted$group == group]))
    wilson <- lapply(1:2, function(i) suppressWarnings(prop.test(x[i], n[i], correct = FALSE)$conf.int))
    p <- x / n
    name <- paste0("proportion.", kind)
    show(paste0(name, ".difference"), "both", p[1] - p[2])
    show(paste0(name, ".difference.lower"), "both", p[1] - p[2] - sqrt((p[1] - wilson[[1]][1])^2 + (wilson[[2]][2] - p[2])^2))
    show(paste0(name, ".difference.upper"), "both", p[1] - p[2] + sqrt((wilson[[1]][2] - p[1])^2 + (p[2] - wilson[[2]][1])^2))
    show(paste0(name, ".fisher.p"), "both", fisher.test(rbind(x, n - x))$p.value)
  }
}
for (population in c("safety", "implanted", "perProtocol")) {
  for (group in groups) show(paste0("population.", population), group, sum(d[d$group == group, population]))
}
for (group in groups) {
  age <- d$age[d$group == group]
  show("age.mean", group, mean(age))
  show("age.sd", group, if (length(age) > 1) sd(age) else NA)
  show("age.median", group, quantile(age, 0.5, type = 2))
}
`;

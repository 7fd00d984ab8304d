# Makes expected-values.csv from data-sets.csv: what R and its package `survival` find in each data set.
# Run it in this folder: Rscript expected-values.R
# Each row: data set, measure, value with 17 digits; NA where R says NA, NaN, or cannot fit.
suppressPackageStartupMessages(library(survival))
options(warn = -1)
rows <- read.csv("data-sets.csv", stringsAsFactors = FALSE)
times <- c(0, 30, 90, 150, 181, 184)
out <- list()
put <- function(set, measure, value) {
  value <- if (length(value) == 0) NA else as.numeric(value)
  shown <- if (is.na(value)) "NA" else if (is.infinite(value)) "Inf" else sprintf("%.17g", value)
  out[[length(out) + 1]] <<- paste(set, measure, shown, sep = ",")
}
attempt <- function(expression) tryCatch(expression, error = function(e) NULL)
at <- function(summary, name, i) { v <- summary[[name]]; if (is.null(v)) NA else if (is.matrix(v)) v[i, ] else v[i] }

# The conditional maximum likelihood estimate of the odds ratio and its exact limits, from the likelihood itself.
conditional <- function(a, m, n, k) {
  lo <- max(0, k - n); hi <- min(k, m); support <- lo:hi
  logd <- dhyper(support, m, n, k, log = TRUE)
  density <- function(or) { d <- logd + log(or) * support; d <- exp(d - max(d)); d / sum(d) }
  mean_at <- function(or) sum(support * density(or))
  upper_tail <- function(or) sum(density(or)[support >= a])
  lower_tail <- function(or) sum(density(or)[support <= a])
  root <- function(f) exp(uniroot(function(x) f(exp(x)), c(-40, 40), tol = 1e-14)$root)
  estimate <- if (lo == hi) NA else if (a == lo) 0 else if (a == hi) Inf else root(function(or) mean_at(or) - a)
  lower <- if (lo == hi) NA else if (a == lo) 0 else root(function(or) upper_tail(or) - 0.025)
  upper <- if (lo == hi) NA else if (a == hi) Inf else root(function(or) lower_tail(or) - 0.025)
  c(estimate, lower, upper)
}

for (set in unique(rows$set)) {
  d <- rows[rows$set == set, ]
  d$event <- as.integer(d$status > 0)
  arms <- sort(unique(d$arm))
  for (arm in arms) {
    own <- d[d$arm == arm, ]
    km <- survfit(Surv(time, event) ~ 1, data = own, conf.type = "log-log")
    s <- summary(km, times = times, extend = TRUE)
    # Before the first time in the data, summary() fills the limits with the estimate; nothing was estimated there.
    seen <- times >= min(own$time)
    for (i in seq_along(times)) {
      put(set, paste0("km.", arm, ".", times[i], ".survival"), s$surv[i])
      put(set, paste0("km.", arm, ".", times[i], ".lower"), if (seen[i]) s$lower[i] else NA)
      put(set, paste0("km.", arm, ".", times[i], ".upper"), if (seen[i]) s$upper[i] else NA)
      put(set, paste0("km.", arm, ".", times[i], ".at-risk"), s$n.risk[i])
    }
    aj <- survfit(Surv(time, factor(status, 0:2)) ~ 1, data = own, conf.type = "log-log")
    a <- summary(aj, times = times, extend = TRUE)
    for (i in seq_along(times)) for (cause in 1:2) {
      name <- paste0("aj.", arm, ".", times[i], ".", cause)
      put(set, paste0(name, ".incidence"), a$pstate[i, cause + 1])
      put(set, paste0(name, ".lower"), if (is.null(a$lower) || !seen[i]) NA else a$lower[i, cause + 1])
      put(set, paste0(name, ".upper"), if (is.null(a$upper) || !seen[i]) NA else a$upper[i, cause + 1])
    }
    complete <- max(own$time) >= 181 || min(km$surv) == 0
    rm <- if (complete) attempt(summary(km, rmean = 181)$table) else NULL
    # summary() refuses a horizon before the first time in the data: until then nobody had an event, so the mean is the horizon.
    early <- min(own$time) > 181
    put(set, paste0("rmean.", arm, ".mean"), if (early) 181 else if (is.null(rm)) NA else rm["rmean"])
    put(set, paste0("rmean.", arm, ".se"), if (early) 0 else if (is.null(rm)) NA else rm["se(rmean)"])
    x <- sum(own$event); n <- nrow(own)
    b <- binom.test(x, n)$conf.int
    put(set, paste0("proportion.", arm, ".lower"), b[1]); put(set, paste0("proportion.", arm, ".upper"), b[2])
    q <- quantile(own$value, type = 2, names = FALSE)
    figures <- c(n = n, mean = mean(own$value), sd = sd(own$value), min = q[1], q1 = q[2], median = q[3], q3 = q[4], max = q[5])
    for (name in names(figures)) put(set, paste0("summary.", arm, ".", name), figures[name])
  }
  lr <- attempt(survdiff(Surv(time, event) ~ arm, data = d, rho = 0))
  put(set, "log-rank.chi-square", if (is.null(lr) || is.nan(lr$pvalue)) NA else lr$chisq)
  put(set, "log-rank.p", if (is.null(lr)) NA else lr$pvalue)
  ls <- attempt(survdiff(Surv(time, event) ~ arm + strata(stratum), data = d, rho = 0))
  put(set, "log-rank-stratified.chi-square", if (is.null(ls) || is.nan(ls$pvalue)) NA else ls$chisq)
  put(set, "log-rank-stratified.p", if (is.null(ls)) NA else ls$pvalue)
  w <- if (length(arms) == 2) attempt(wilcox.test(d$value[d$arm == "B"], d$value[d$arm == "A"], exact = FALSE, correct = TRUE)) else NULL
  put(set, "wilcoxon.w", if (is.null(w)) NA else w$statistic)
  put(set, "wilcoxon.p", if (is.null(w)) NA else w$p.value)
  if (length(arms) == 2) {
    b <- sum(d$event[d$arm == "B"]); nb <- sum(d$arm == "B"); a <- sum(d$event[d$arm == "A"]); na <- sum(d$arm == "A")
    table <- matrix(c(b, a, nb - b, na - a), 2)
    put(set, "fisher.p", fisher.test(table)$p.value)
    or <- conditional(b, nb, na, a + b)
    put(set, "odds-ratio-conditional.estimate", or[1]); put(set, "odds-ratio-conditional.lower", or[2]); put(set, "odds-ratio-conditional.upper", or[3])
    cells <- as.numeric(table); se <- sqrt(sum(1 / cells)); ratio <- log(b * (na - a) / (a * (nb - b)))
    z <- qnorm(0.975)
    estimable <- all(cells > 0)
    put(set, "odds-ratio.estimate", if (estimable) exp(ratio) else NA)
    put(set, "odds-ratio.lower", if (estimable) exp(ratio - z * se) else NA)
    put(set, "odds-ratio.upper", if (estimable) exp(ratio + z * se) else NA)
    one <- prop.test(b, nb, correct = FALSE)$conf.int; other <- prop.test(a, na, correct = FALSE)$conf.int
    p <- b / nb; q <- a / na
    put(set, "difference.estimate", p - q)
    put(set, "difference.lower", p - q - sqrt((p - one[1])^2 + (other[2] - q)^2))
    put(set, "difference.upper", p - q + sqrt((one[2] - p)^2 + (q - other[1])^2))
  }
}
writeLines(c("set,measure,value", unlist(out)), "expected-values.csv")

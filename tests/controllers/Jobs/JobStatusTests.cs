using System.Globalization;
using Orleans.Kube.Controllers.Jobs;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Jobs;

/// <summary>What a Job comes to with the pods that it has, once those that it stops are gone.</summary>
public class JobStatusTests
{
    private readonly World _world = new();

    /// <summary>
    /// Parallelism, completions, backoffLimit, of an Indexed Job also the limit for each index and maxFailedIndexes (-: none); the pods as
    /// index:state or index:state:failures before; active, succeeded, failed; the completed and failed indexes; the conditions.
    /// </summary>
    [Theory]
    [InlineData("2 5 6", "failed running", "2 0 1", "", null, "")]
    [InlineData("2 5 6", "succeeded succeeded succeeded succeeded succeeded", "0 5 0", "", null, "SuccessCriteriaMet:CompletionsReached Complete:CompletionsReached")]
    [InlineData("2 3 0", "ready ready failed", "0 0 3", "", null, "FailureTarget:BackoffLimitExceeded Failed:BackoffLimitExceeded")]
    [InlineData("2 5 6 - -", "0:succeeded 5:running 6:succeeded 7:pending 8:failed", "2 1 0", "0", null, "")]
    [InlineData("2 5 6 - -", "running succeeded failed invalid:running invalid:succeeded invalid:failed 0:succeeded 1:running 2:running", "2 1 0", "0", null, "")]
    [InlineData("2 3 6 - -", "0:succeeded 1:failed 1:succeeded 2:succeeded", "0 3 1", "0-2", null, "SuccessCriteriaMet:CompletionsReached Complete:CompletionsReached")]
    [InlineData("2 3 0 - -", "0:succeeded 1:failed 2:running", "0 1 2", "0", null, "FailureTarget:BackoffLimitExceeded Failed:BackoffLimitExceeded")]
    [InlineData("8 20 6 - -", "0:running 2:succeeded 3:pending 4:succeeded 5:succeeded 7:succeeded 8:succeeded 9:succeeded", "8 6 0", "2,4,5,7-9", null, "")]
    [InlineData("2 3 6 - -", "0:succeeded 1:succeeded 1:succeeded", "1 2 0", "0,1", null, "")]
    [InlineData("2 2 - 1 -", "0:failed:0 0:succeeded:1 1:succeeded:0", "0 2 1", "0,1", "", "SuccessCriteriaMet:CompletionsReached Complete:CompletionsReached")]
    [InlineData("2 2 - 1 -", "0:failed:0 0:pending:1", "2 0 1", "", "", "")]
    [InlineData("2 2 - 1 -", "0:failed:1", "1 0 1", "", "0", "")]
    [InlineData("2 2 1 1 -", "0:failed:0 1:failed:0", "0 0 2", "", "", "FailureTarget:BackoffLimitExceeded Failed:BackoffLimitExceeded")]
    [InlineData("2 2 - 1 -", "0:failed:1 1:succeeded:0", "0 1 1", "1", "0", "FailureTarget:FailedIndexes Failed:FailedIndexes")]
    [InlineData("4 4 - 1 1", "0:failed:1 1:succeeded:0 2:failed:1 3:running:0", "0 1 3", "1", "0,2", "FailureTarget:MaxFailedIndexesExceeded Failed:MaxFailedIndexesExceeded")]
    [InlineData("3 3 - 1 0", "0:failed:1 1:running:0 2:running:0", "0 0 3", "", "0", "FailureTarget:MaxFailedIndexesExceeded Failed:MaxFailedIndexesExceeded")]
    [InlineData("3 3 - 1 -", "0:failed:1 0:running:1 1:running:0", "3 0 1", "", "0", "")]
    public void A_job_counts_starts_and_ends(string spec, string pods, string counts, string completed, string? failed, string conditions)
    {
        int?[] numbers = [.. spec.Split(' ').Select(static n => n == "-" ? (int?)null : int.Parse(n, CultureInfo.InvariantCulture))];
        _world.PutJob(job => job with
        {
            Parallelism = numbers[0], Completions = numbers[1], BackoffLimit = numbers[2], PodReplacementPolicy = "TerminatingOrFailed",
            CompletionMode = numbers.Length > 3 ? "Indexed" : "NonIndexed", BackoffLimitPerIndex = numbers.ElementAtOrDefault(3), MaxFailedIndexes = numbers.ElementAtOrDefault(4),
        });
        foreach (var (pod, number) in pods.Split(' ').Select(static (pod, i) => (pod.Split(':'), i))) Put($"p{number}", pod);
        // What failed before now has been waited for.
        _world.Advance(TimeSpan.FromMinutes(11));
        _world.SettleJob();

        var status = _world.Job().Status;
        $"{status.Active} {status.Succeeded} {status.Failed}".ShouldBe(counts);
        (status.CompletedIndexes, status.FailedIndexes).ShouldBe((completed, failed));
        string.Join(' ', status.Conditions.Select(static c => $"{c.Type}:{c.Reason}")).ShouldBe(conditions);
        (status.UncountedTerminatedPods!.Succeeded.Count + status.UncountedTerminatedPods.Failed.Count).ShouldBe(0);
    }

    private void Put(string name, string[] parts)
    {
        var (index, state) = parts.Length == 1 ? (null, parts[0]) : (parts[0], parts[1]);
        var pod = Make.Pod(name, "node-1", _world.Job());
        pod = state switch
        {
            "ready" => pod.Ready(_world.Now),
            "pending" => pod,
            "running" => pod.WithPhase(PodPhase.Running),
            "succeeded" => pod.WithPhase(PodPhase.Succeeded),
            _ => pod.WithPhase(PodPhase.Failed),
        };
        var annotations = index is null ? pod.Metadata.Annotations : Make.Labels($"{JobTracking.Index}={index}");
        if (parts.Length == 3) annotations = annotations.With(JobTracking.IndexFailures, parts[2]);
        _world.Put(Resources.Pods, pod with { Metadata = pod.Metadata with { Finalizers = [JobTracking.Finalizer], CreationTimestamp = _world.Now, Annotations = annotations } });
    }
}

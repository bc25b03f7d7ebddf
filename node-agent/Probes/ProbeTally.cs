using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Probes;

/// <summary>
/// Turns outcomes into a verdict: it changes only when as many outcomes in a row agree as the probe's threshold says. Pure.
/// </summary>
/// <param name="Verdict">Null until the first threshold is reached.</param>
/// <param name="Last">The last outcome.</param>
/// <param name="Streak">How many outcomes in a row were like the last.</param>
public readonly record struct ProbeTally(bool? Verdict, bool Last, int Streak)
{
    public ProbeTally Add(bool success, Probe probe)
    {
        var streak = Streak > 0 && Last == success ? Streak + 1 : 1;
        var threshold = success ? Math.Max(1, probe.SuccessThreshold) : Math.Max(1, probe.FailureThreshold == 0 ? 3 : probe.FailureThreshold);
        return new ProbeTally(streak >= threshold ? success : Verdict, success, streak);
    }
}

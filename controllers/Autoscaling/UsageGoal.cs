namespace Orleans.Kube.Controllers.Autoscaling;

/// <summary>
/// What pods should use: a percentage of what they ask for, or an amount. Pods that are not measured or not ready yet count such that the answer is
/// rather too small a change than too large (https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details).
/// </summary>
/// <param name="Shares">What each pod asks for, in thousandths; null where each should use the same amount.</param>
/// <param name="Target">The percentage, or the amount in thousandths.</param>
internal sealed record UsageGoal(IReadOnlyDictionary<string, double>? Shares, double Target)
{
    private const double Tolerance = 0.1;

    /// <summary>Whether the goal is met closely enough to leave things as they are.</summary>
    public static bool IsMet(double ratio) => ratio is >= 1.0 - Tolerance and <= 1.0 + Tolerance;

    /// <summary>What is used: whole percents of what is asked for, or the average in thousandths.</summary>
    public double Used(Dictionary<string, double> used) => Shares is null
        ? Math.Truncate(used.Values.Sum() / used.Count)
        : Math.Truncate(Known(used).Sum(static pod => pod.Value) * 100 / Known(used).Sum(pod => Shares[pod.Key]));

    /// <summary>What a pod uses, in thousandths.</summary>
    public double Average(Dictionary<string, double> used) => Math.Truncate(Known(used).Sum(static pod => pod.Value) / Known(used).Count());

    /// <summary>Whether something is measured of pods that ask for something.</summary>
    public bool CanTell(Dictionary<string, double> used) => Shares is null || Known(used).Sum(pod => Shares[pod.Key]) != 0;

    /// <param name="current">How many pods there are to be now.</param>
    /// <param name="groups">What is known of the pods.</param>
    public int Replicas(int current, PodGroups groups)
    {
        var ratio = Used(groups.Measured) / Target;
        var growsDespiteUnready = groups.Unready.Count > 0 && ratio > 1;
        if (!growsDespiteUnready && groups.Missing.Count == 0) return IsMet(ratio) ? current : Counts.Up(ratio * groups.Ready);

        var assumed = new Dictionary<string, double>(groups.Measured);
        if (ratio < 1) foreach (var pod in groups.Missing) assumed[pod] = Most(pod);
        else if (ratio > 1) foreach (var pod in groups.Missing) assumed[pod] = 0;
        if (growsDespiteUnready) foreach (var pod in groups.Unready) assumed[pod] = 0;
        var careful = Used(assumed) / Target;
        if (IsMet(careful) || (ratio < 1 && careful > 1) || (ratio > 1 && careful < 1)) return current;
        var replicas = Counts.Up(careful * assumed.Count);
        return (careful < 1 && replicas > current) || (careful > 1 && replicas < current) ? current : replicas;
    }

    /// <summary>What a pod is taken to use at the most where nothing is known of it.</summary>
    private double Most(string pod) => Shares is null ? Target : Math.Truncate(Shares[pod] * Math.Max(100, Target) / 100);

    private IEnumerable<KeyValuePair<string, double>> Known(Dictionary<string, double> used) => Shares is null ? used : used.Where(pod => Shares.ContainsKey(pod.Key));
}

namespace Orleans.Kube.Controllers;

/// <summary>
/// Batches that double from one: when something refuses every create (a quota, a webhook), one call finds out instead of hundreds. A batch
/// with a refusal ends the run.
/// </summary>
public static class SlowStart
{
    /// <summary>The sizes of the batches that add up to <paramref name="count"/>: 1, 2, 4, …, the rest.</summary>
    public static IEnumerable<int> Batches(int count)
    {
        for (var size = 1; count > 0; size *= 2)
        {
            var batch = Math.Min(size, count);
            yield return batch;
            count -= batch;
        }
    }
}

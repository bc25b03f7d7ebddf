namespace Orleans.Runtime;

/// <summary>A timer whose callback runs as turns of its grain. Disposing it stops it and cancels the callback's token.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets the due time of the next run and the period after it; <see cref="Timeout.InfiniteTimeSpan"/> for never.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}

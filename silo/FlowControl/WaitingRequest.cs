namespace Orleans.Kube.Silo.FlowControl;

/// <summary>A request that waits for a seat.</summary>
/// <param name="level">Where.</param>
/// <param name="queue">In which of the level's queues.</param>
/// <param name="width">How many seats it takes.</param>
internal sealed class WaitingRequest(PriorityLevel level, int queue, int width)
{
    private readonly TaskCompletionSource _seated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PriorityLevel Level => level;

    public int Queue => queue;

    public int Width => width;

    /// <summary>Completes when it has a seat.</summary>
    public Task Seated => _seated.Task;

    public void Call() => _seated.SetResult();
}

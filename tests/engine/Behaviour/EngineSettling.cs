namespace Orleans.Kube.Engine.Tests.Behaviour;

/// <summary>Waits for what has been set going, without a sleep.</summary>
internal static class EngineSettling
{
    /// <summary>Completes after every turn that the timer grain was given before. It is no call, so it doesn't keep the grain.</summary>
    public static Task Settle(this Engine engine, string key = "one")
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Probe.Turns[key].Post(_ => settled.SetResult(), null);
        return settled.Task;
    }
}

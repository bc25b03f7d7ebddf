namespace Orleans.Kube.Controllers.Jobs;

/// <summary>A pod of a Job that has ended, for as long as it delays the next ones; it may be gone by now.</summary>
/// <param name="At">When it ended, as it was seen first.</param>
public sealed record EndedPod(string Uid, DateTimeOffset At, bool Succeeded);

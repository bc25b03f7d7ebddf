namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Where a pod goes.</summary>
/// <param name="Node">The chosen node, or null when none suits.</param>
/// <param name="Report">Why the nodes that were looked at do not suit.</param>
/// <param name="Visited">How many nodes were looked at: the next pod starts behind them, so that all get their turn.</param>
public sealed record Placement(string? Node, FitReport Report, int Visited);

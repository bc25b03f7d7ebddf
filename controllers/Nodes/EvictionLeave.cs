namespace Orleans.Kube.Controllers.Nodes;

/// <summary>Whether the pods of a node that is down may be moved away.</summary>
/// <param name="Granted">They may.</param>
/// <param name="Withdrawn">They may not, and what was granted before no longer holds.</param>
/// <param name="AskAgain">When the answer may be another one.</param>
public readonly record struct EvictionLeave(bool Granted, bool Withdrawn, DateTimeOffset? AskAgain);

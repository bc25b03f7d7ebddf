namespace Orleans.Kube.Controllers.Volumes;

/// <summary>What to do about a volume's attachments.</summary>
/// <param name="Writes">Attachments to make and to remove.</param>
/// <param name="Events">What to tell the pods.</param>
/// <param name="Due">When to look again although nothing changed.</param>
/// <param name="Memory">What to remember.</param>
public sealed record AttachmentPlan(IReadOnlyList<ObjectWrite> Writes, IReadOnlyList<PlannedEvent> Events, DateTimeOffset? Due, AttachmentMemory Memory);

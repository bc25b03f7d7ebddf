namespace Orleans.Kube.Controllers.PodSecurity;

/// <summary>What a pod has that a standard does not allow.</summary>
/// <param name="Reason">In a word or two.</param>
/// <param name="Detail">Where it stands.</param>
public sealed record SecurityViolation(string Reason, string Detail)
{
    public override string ToString() => $"{Reason} ({Detail})";
}

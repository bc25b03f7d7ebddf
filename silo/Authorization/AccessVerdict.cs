namespace Orleans.Kube.Silo.Authorization;

/// <summary>What an authorizer says. Without an opinion the next one is asked; when none has one, the answer is no.</summary>
public readonly record struct AccessVerdict(AccessDecision Decision, string Reason)
{
    public static AccessVerdict NoOpinion(string reason = "") => new(AccessDecision.NoOpinion, reason);

    public static AccessVerdict Allow(string reason) => new(AccessDecision.Allow, reason);

    public static AccessVerdict Deny(string reason) => new(AccessDecision.Deny, reason);

    public bool IsAllowed => Decision == AccessDecision.Allow;
}

/// <summary>Yes, no, or somebody else's business.</summary>
public enum AccessDecision
{
    NoOpinion,
    Allow,
    Deny,
}

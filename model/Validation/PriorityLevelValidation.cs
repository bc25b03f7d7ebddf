using Orleans.Kube.Model.FlowControl;

namespace Orleans.Kube.Model.Validation;

/// <summary>Limited priority levels. The walk stands at the level's limits.</summary>
internal static class PriorityLevelValidation
{
    private const int MaximumQueues = 10_000_000;

    public static void Limited(LimitedPriorityLevelConfiguration limited, FieldErrors errors)
    {
        if (limited.NominalConcurrencyShares < 0) errors.Invalid("nominalConcurrencyShares", limited.NominalConcurrencyShares, "must be a non-negative integer");
        if (limited.LendablePercent is < 0 or > 100) errors.Invalid("lendablePercent", limited.LendablePercent, "must be between 0 and 100, inclusive");
        if (limited.BorrowingLimitPercent < 0) errors.Invalid("borrowingLimitPercent", limited.BorrowingLimitPercent, "if specified, must be a non-negative integer");
        using var _ = errors.At("limitResponse");
        if (limited.LimitResponse.Type == LimitResponseType.Reject)
        {
            if (limited.LimitResponse.Queuing is not null) errors.Forbidden("queuing", "must be nil if limited.limitResponse.type is not Limited");
        }
        else if (limited.LimitResponse.Type != LimitResponseType.Queue) errors.NotSupported("type", limited.LimitResponse.Type, LimitResponseType.Queue, LimitResponseType.Reject);
        else if (limited.LimitResponse.Queuing is null) errors.Required("queuing", "must not be empty if limited.limitResponse.type is Limited");
        else
            using (errors.At("queuing")) Queuing(limited.LimitResponse.Queuing, errors);
    }

    private static void Queuing(QueuingConfiguration queuing, FieldErrors errors)
    {
        if (queuing.QueueLengthLimit <= 0) errors.Invalid("queueLengthLimit", queuing.QueueLengthLimit, "must be positive");
        if (queuing.Queues <= 0) errors.Invalid("queues", queuing.Queues, "must be positive");
        else if (queuing.Queues > MaximumQueues) errors.Invalid("queues", queuing.Queues, $"must not be greater than {MaximumQueues}");
        if (queuing.HandSize <= 0) errors.Invalid("handSize", queuing.HandSize, "must be positive");
        else if (queuing.HandSize > queuing.Queues) errors.Invalid("handSize", queuing.HandSize, $"should not be greater than queues ({queuing.Queues})");
    }
}

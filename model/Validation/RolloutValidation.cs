namespace Orleans.Kube.Model.Validation;

/// <summary>How many pods a rollout may add or take away at once.</summary>
internal static class RolloutValidation
{
    /// <summary>A count or share that is not negative.</summary>
    public static void CountOrShare(string field, IntOrString? value, FieldErrors errors)
    {
        if (value is { } given) errors.InvalidEach(field, given.IsString ? given : (object)given.Number, Rules.CountOrShare(given));
    }

    public static void AtMostAll(string field, IntOrString? value, FieldErrors errors)
    {
        if (value is { IsString: true } share && Rules.IsPercent(share.Text) && Amount(share) > 100) errors.Invalid(field, share, "must not be greater than 100%");
    }

    /// <summary>The count, or the number before the percent sign.</summary>
    public static int Amount(IntOrString? value) =>
        value is not { } given ? 0 : !given.IsString ? given.Number : int.TryParse(given.Text.TrimEnd('%'), out var percent) ? percent : 0;
}

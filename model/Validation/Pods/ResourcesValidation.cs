using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Requests and limits of containers.</summary>
internal static class ResourcesValidation
{
    public static void Validate(ResourceRequirements resources, FieldErrors errors)
    {
        if (resources.Limits.Count == 0 && resources.Requests.Count == 0) return;
        foreach (var (name, amount) in resources.Limits)
            using (errors.At("limits", name)) Amount(name, amount, errors);
        foreach (var (name, amount) in resources.Requests)
        {
            using (errors.At("requests", name)) Amount(name, amount, errors);
            Request(name, amount, resources.Limits, errors);
        }

        if (Has(resources, ResourceNames.IsHugePages) && !Has(resources, static n => n is ResourceName.Cpu or ResourceName.Memory))
            errors.Forbidden("", "HugePages require cpu or memory");
    }

    private static void Amount(string name, Quantity amount, FieldErrors errors)
    {
        ResourceNames.ValidateOfContainer("", name, errors);
        ResourceNames.ValidateAmount("", name, amount, errors);
        if (ResourceNames.IsHugePages(name) && !ResourceNames.IsWholePages(name, amount)) errors.Invalid("", amount, $"{amount} is not positive integer multiple of {name}");
    }

    private static void Request(string name, Quantity amount, IReadOnlyDictionary<string, Quantity> limits, FieldErrors errors)
    {
        var overcommits = ResourceNames.AllowsOvercommit(name);
        if (!limits.TryGetValue(name, out var limit))
        {
            if (!overcommits) errors.Required("limits", "Limit must be set for non overcommitable resources");
        }
        else if (!overcommits && amount != limit) errors.Invalid("requests", amount, $"must be equal to {name} limit of {limit}");
        else if (amount > limit) errors.Invalid("requests", amount, $"must be less than or equal to {name} limit of {limit}");
    }

    private static bool Has(ResourceRequirements resources, Func<string, bool> isMeant) =>
        resources.Limits.Keys.Any(isMeant) || resources.Requests.Keys.Any(isMeant);
}

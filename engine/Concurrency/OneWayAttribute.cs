namespace Orleans.Concurrency;

/// <summary>The caller doesn't wait: the call returns at once and what it throws is logged. Only for methods without a result.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute;

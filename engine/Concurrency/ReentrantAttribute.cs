namespace Orleans.Concurrency;

/// <summary>Every call of the grain class may run while another awaits; they still run in turns.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;

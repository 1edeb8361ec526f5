"""What only the hybrid has: training rows made of questions and what is retrieved for them."""
